namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>
/// Attach files nobody needs any more. A socket of a process that is gone misleads tools that only look at names; a trigger
/// makes the next SIGQUIT start the attach listener instead of printing threads.
/// </summary>
internal static class LeftoversCheck
{
    public static IEnumerable<Finding> Of(ClusterFacts facts, JvmFacts jvm)
    {
        if (jvm.Scan.Obstacle == "credentials")
        {
            return [];
        }

        return jvm.Leftovers.Count == 0
            ? [Finding.Good("leftovers", Side.Jvm, "no attach files of processes that are gone")]
            : [Finding.Doubt("leftovers", Side.Jvm, $"left behind in /tmp: {string.Join(", ", jvm.Leftovers)}", Snippets.Beside(facts, jvm, "rm " + string.Join(' ', jvm.Leftovers.Select(name => $"/proc/{jvm.Scan.Pid}/root/tmp/{name}"))))];
    }
}
