#:property AssemblyName=slipway-bench-empty
#:property PublishAot=false
#:property PublishReadyToRun=true
#:property SelfContained=false
#:property RestorePackagesWithLockFile=false

// What .NET itself takes to start and end, compiled as the program is. Used by bench/run.sh.
return 0;
