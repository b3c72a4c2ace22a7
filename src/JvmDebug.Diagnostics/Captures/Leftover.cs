namespace JvmDebug.Diagnostics.Captures;

/// <summary>What becomes of a file of ours in the pod that could not be removed.</summary>
internal static class Leftover
{
    /// <param name="when">When the debug container does it, if there is one: "within an hour".</param>
    /// <returns>The end of a sentence.</returns>
    public static string Fate(DebugSession session, string what, string when) => session.Way switch
    {
        DebugWay.Beside => $"the debug container {session.Debugger.Container} removes {what} {when}",
        DebugWay.Inside => $"nothing else removes {what} from container {session.Target}, so do it with kubectl exec",
        _ => $"nothing else removes {what}, so do it by hand",
    };
}
