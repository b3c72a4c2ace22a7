using JvmDebug.Cli;

return await Application.RunAsync(
    args,
    Path.GetFileName(Environment.GetCommandLineArgs()[0]),
    Console.Out,
    Console.Error,
    isTerminal: !Console.IsErrorRedirected);
