return await Slipway.Pipeline.SlipwayHost.RunAsync(args);
