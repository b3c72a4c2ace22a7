namespace JvmDebug.Storage;

/// <summary>
/// Where credentials come from: a file of the variable's name in the directory that <c>JVMDEBUG_SINK_SECRETS</c> names (a
/// mounted Secret, which Kubernetes renews in place), else the environment.
/// </summary>
/// <param name="environment">Looks a variable up; null if it is not set.</param>
public sealed class SinkSecrets(Func<string, string?> environment)
{
    public const string DirectoryVariable = "JVMDEBUG_SINK_SECRETS";

    public static SinkSecrets OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Null if neither file nor variable is there, or it is empty.</summary>
    /// <exception cref="StorageException">Configuration: the file is there and cannot be read.</exception>
    public string? Find(string name)
    {
        var file = environment(DirectoryVariable) is { Length: > 0 } directory ? Path.Combine(directory, name) : null;
        try
        {
            var value = file is not null && File.Exists(file) ? File.ReadAllText(file).Trim() : environment(name);
            return value is { Length: > 0 } ? value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFailure.Configuration, $"The secret file {file} cannot be read: {e.Message}", e);
        }
    }
}
