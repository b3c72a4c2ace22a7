namespace JvmDebug.Diagnostics.Tests.Captures;

/// <summary>Keeps what the user was warned of.</summary>
internal sealed class Told(List<string> warnings) : IProgressReporter
{
    public void Stage(string description)
    {
    }

    public void Note(string fact)
    {
    }

    public void Warning(string text) => warnings.Add(text);

    public void Waiting(TimeSpan elapsed, TimeSpan total)
    {
    }

    public void Transfer(long received, long total)
    {
    }

    public void Count(int done, int total)
    {
    }
}
