using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's Errors: 30 and 60 a minute; an OutOfMemoryError or StackOverflowError is one too many.</summary>
internal sealed class ErrorsThrown() : Rule("errors-thrown", "Errors were thrown", "jdk.JavaErrorThrow")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var types = facts.Errors.Ranking.OrderByDescending(type => type.Durations.Count).ToList();
        var grave = types.Where(type => type.Name is "java.lang.OutOfMemoryError" or "java.lang.StackOverflowError").Sum(type => type.Durations.Count);
        var all = types.Sum(type => type.Durations.Count);
        return Found(
            Math.Max(Score.Of(all / facts.Minutes, 30, 60), grave > 0 ? Score.Error : 0),
            $"{Quantity.Plural(all, "error")} {(all == 1 ? "was" : "were")} thrown" + (grave > 0 ? $", {Quantity.Count(grave)} of them of memory or stack." : "."),
            "An Error means that the JVM or a library could not go on; 'jfr view' of jdk.JavaErrorThrow has messages and stacks.",
            types.Take(3).Select(type => $"{Quantity.Count(type.Durations.Count)} × {type.Name}"));
    }
}
