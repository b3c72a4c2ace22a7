namespace JvmDebug.Cli;

/// <summary>Arguments that parse one by one but not together; nothing was contacted.</summary>
internal sealed class UsageException(string message) : Exception(message);
