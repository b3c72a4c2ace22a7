using JvmDebug.Cli;

var console = AppConsole.OfProcess();
using var termination = new Termination();
return await Application.RunAsync(args, console, CompositionRoot.Wire(console), termination);
