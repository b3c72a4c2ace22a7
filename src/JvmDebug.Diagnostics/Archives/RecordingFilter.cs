using System.IO.Enumeration;

namespace JvmDebug.Diagnostics.Archives;

/// <summary>Which recordings of a sink are meant.</summary>
/// <param name="After">Taken later than this; null for all.</param>
/// <param name="Until">Taken no later than this; null for all.</param>
/// <param name="Pod">A pod's name, or a pattern with <c>*</c> and <c>?</c>; null for all.</param>
public sealed record RecordingFilter(DateTimeOffset? After = null, DateTimeOffset? Until = null, string? Pod = null)
{
    internal bool IsInWindow(DateTimeOffset time) => !(time <= After) && !(time > Until);

    internal bool IsPod(string pod) => Pod is null || FileSystemName.MatchesSimpleExpression(Pod, pod, ignoreCase: false);

    /// <summary>Whether a file is of the pod, of which nothing but its name is known: it begins with the pod's, as all ours do unless they are told otherwise.</summary>
    internal bool MayBePod(string file) => IsPod(file) || FileSystemName.MatchesSimpleExpression(Pod + "-*", file, ignoreCase: false);
}
