namespace JvmDebug.Diagnostics.Tests.Captures;

/// <summary>Keeps what the user was warned of, and how much of a recording's time was said to have passed.</summary>
internal sealed class Told(List<string> warnings, List<TimeSpan>? passed = null) : IProgressReporter
{
    public void Stage(string description)
    {
    }

    public void Note(string fact)
    {
    }

    public void Warning(string text) => warnings.Add(text);

    public void Waiting(TimeSpan elapsed, TimeSpan total) => passed?.Add(elapsed);

    public void Transfer(long received, long total)
    {
    }

    public void Count(int done, int total)
    {
    }
}
