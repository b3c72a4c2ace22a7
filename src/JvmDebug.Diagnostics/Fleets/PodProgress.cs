namespace JvmDebug.Diagnostics.Fleets;

/// <summary>One pod's share of the progress: of many pods at once nobody can follow the stages, but warnings count.</summary>
internal sealed class PodProgress(string pod, IProgressReporter all) : IProgressReporter
{
    public void Stage(string description)
    {
    }

    public void Note(string fact)
    {
    }

    public void Warning(string text) => all.Warning($"{pod}: {text}");

    public void Waiting(TimeSpan elapsed, TimeSpan total)
    {
    }

    public void Transfer(long received, long total)
    {
    }
}
