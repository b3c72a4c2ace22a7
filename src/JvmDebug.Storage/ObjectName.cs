namespace JvmDebug.Storage;

/// <summary>Names of objects are made of pod names and the like: checked before a store or a file system sees them.</summary>
public static class ObjectName
{
    private const int Longest = 900;

    /// <summary>Whether a sink takes and gives an object of this name; others may have put different ones into a bucket.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= Longest
            && !name.Any(character => character is '\\' || char.IsControl(character))
            && !name.Split('/').Any(part => part is "" or "." or "..");
    }

    /// <exception cref="ArgumentException">The name could leave the sink, or not every store would take it.</exception>
    internal static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return IsValid(name) ? name : throw new ArgumentException($"'{name}' cannot name an object of a sink.", nameof(name));
    }
}
