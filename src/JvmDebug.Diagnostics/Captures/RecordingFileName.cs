using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// The name of a recording's file in a pod, from which whoever comes later knows whose it is:
/// <c>jvmdebug.NAME.PID.LETTERS.jfr</c> of one that outlives its command, <c>jvmdebug-NAME-LETTERS.jfr</c> of a
/// <c>jfr capture</c>. The letters are random, because a <c>/tmp</c> is shared.
/// </summary>
/// <param name="Recording">The recording's name in the JVM.</param>
/// <param name="NamespacePid">The JVM's own number for itself; null for a capture's.</param>
internal sealed partial record RecordingFileName(string Recording, int? NamespacePid)
{
    public const string RecordingPrefix = "jvmdebug-";

    /// <summary>What stands before the JVM's number, which only the script knows.</summary>
    public static string DetachedBegin(string name) => "jvmdebug." + name;

    public static string DetachedEnd() => Letters() + ".jfr";

    public static string OfCapture(string name) => $"{RecordingPrefix}{name}-{Letters()}.jfr";

    /// <summary>Null if no file of ours is called so.</summary>
    public static RecordingFileName? TryParse(string fileName)
    {
        if (Form().Match(fileName) is not { Success: true } match)
        {
            return null;
        }

        int? pid = match.Groups["pid"] is { Success: true } number ? int.Parse(number.Value, CultureInfo.InvariantCulture) : null;
        return new RecordingFileName(RecordingPrefix + match.Groups["name"].Value, pid);
    }

    private static string Letters() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    [GeneratedRegex(@"^jvmdebug(?:\.(?<name>[A-Za-z0-9._-]{1,60})\.(?<pid>\d{1,9})\.|-(?<name>[A-Za-z0-9._-]{1,60})-)[0-9a-f]{12}\.jfr$")]
    private static partial Regex Form();
}
