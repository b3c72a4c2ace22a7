namespace JvmDebug.Diagnostics;

/// <summary>What a running diagnosis tells the person who waits. Implementations must be quick and must not throw.</summary>
public interface IProgressReporter
{
    /// <summary>A new stage begins, as a short sentence in the present tense ("Starting the debug container").</summary>
    void Stage(string description);

    /// <summary>A fact worth keeping on screen ("Reusing debug container jvmdebug-x7k2p").</summary>
    void Note(string fact);

    /// <summary>Something the user should know although the work goes on.</summary>
    void Warning(string text);

    /// <summary>Waiting for a known time.</summary>
    void Waiting(TimeSpan elapsed, TimeSpan total);

    /// <summary>Bytes of the file received so far.</summary>
    void Transfer(long received, long total);

    /// <summary>Pods finished so far, of several that are worked in at once.</summary>
    void Count(int finished, int total)
    {
    }
}
