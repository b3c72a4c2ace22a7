namespace JvmDebug.Cli;

/// <summary>The arguments are well formed, but ask for what is not there; only looking at the files could tell.</summary>
internal sealed class UsageException(string message) : Exception(message);
