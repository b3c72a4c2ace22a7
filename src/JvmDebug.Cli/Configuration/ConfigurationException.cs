namespace JvmDebug.Cli.Configuration;

/// <summary>The configuration file or an environment variable says what cannot be. The message is for the user.</summary>
internal sealed class ConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
