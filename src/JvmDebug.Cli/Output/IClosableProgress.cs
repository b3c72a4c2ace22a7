using JvmDebug.Diagnostics;

namespace JvmDebug.Cli.Output;

/// <summary>A reporter that may have a line on the screen to be taken away before the result is printed.</summary>
internal interface IClosableProgress : IProgressReporter, IDisposable;
