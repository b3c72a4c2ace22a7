using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's Exceptions calls 10 000 a second an error; a tenth costs already. The counter sees all, the events only some (off or throttled in default.jfc).</summary>
internal sealed class ExceptionsStorm() : Rule("exceptions-storm", "Exceptions are thrown in masses", "jdk.ExceptionStatistics")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var rate = RecordingFacts.Rise(facts.Throwables, "throwables") / facts.Seconds;
        var recorded = facts.Exceptions.All.Count;
        return Found(
            Score.Of(rate, 1000, 10_000),
            $"{Quantity.Count(rate)} throwables are created a second.",
            "Exceptions for control flow fill stack traces each time: find the site, return a value, or override fillInStackTrace.",
            recorded > 0
                ? facts.Exceptions.Ranking.OrderByDescending(type => type.Durations.Count).Take(3).Select(type => $"{Quantity.Count(type.Durations.Count)} × {type.Name} among the {Quantity.Count(recorded)} recorded{(facts.Settings.ThrottleOf("jdk.JavaExceptionThrow") is { } throttle ? $", at most {throttle}" : "")}")
                : ["jdk.JavaExceptionThrow was not recorded: record with 'jdk.JavaExceptionThrow#enabled=true' to see where"]);
    }
}
