namespace JvmDebug.Storage;

/// <summary>Names of objects are made of pod names and the like: checked before a store or a file system sees them.</summary>
internal static class ObjectName
{
    private const int Longest = 900;

    /// <exception cref="ArgumentException">The name could leave the sink, or not every store would take it.</exception>
    public static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var bad = name.Length > Longest
            || name.Any(character => character is '\\' || char.IsControl(character))
            || name.Split('/').Any(part => part is "" or "." or "..");
        return bad ? throw new ArgumentException($"'{name}' cannot name an object of a sink.", nameof(name)) : name;
    }
}
