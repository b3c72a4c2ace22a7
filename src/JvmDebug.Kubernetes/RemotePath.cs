namespace JvmDebug.Kubernetes;

/// <summary>
/// A path inside a container: always POSIX, whatever system jvmdebug runs on. A type of its own so that it never meets
/// <see cref="System.IO.Path"/>, which would join with a backslash on Windows.
/// </summary>
public readonly record struct RemotePath(string Value)
{
    public string FileName => Value[(Value.LastIndexOf('/') + 1)..];

    public override string ToString() => Value;
}
