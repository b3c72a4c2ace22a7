using JvmDebug.Diagnostics.Sessions;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Cli.Output;

internal sealed partial class ResultWriter
{
    public void Write(IReadOnlyList<RunningDebugContainer> sessions, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(SessionJson.Sessions(sessions));
        }
        else
        {
            SessionText.Write(Styled(), sessions);
        }
    }

    public void Write(IReadOnlyList<StoppedSession> stopped, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(SessionJson.Stopped(stopped));
        }
        else
        {
            SessionText.Write(Styled(), stopped);
        }
    }
}
