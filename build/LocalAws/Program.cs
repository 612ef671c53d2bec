
using Slipway.LocalAws.Hosting;

return await LocalAwsProcess.RunAsync(args);
