using Slipway.Pipeline;

return await SlipwayHost.RunAsync(args);
