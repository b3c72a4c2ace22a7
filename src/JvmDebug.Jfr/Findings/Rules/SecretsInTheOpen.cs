using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// Passwords among arguments, system properties and environment variables: they are in every recording, in 'ps' and in crash files. Names
/// are told, values never.
/// </summary>
internal sealed class SecretsInTheOpen() : Rule("secrets-in-the-open", "Secrets can be read in this recording")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var found = facts.Jvm.Entries
            .SelectMany(jvm => Secrets.Of(jvm.Text("jvmArguments")).Concat(Secrets.Of(jvm.Text("javaArguments"))))
            .Select(name => $"argument {name}")
            .Concat(Named(facts.SystemProperties, "system property"))
            .Concat(Named(facts.EnvironmentVariables, "environment variable"))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return found.Count == 0 ? null : Found(
            50,
            found.Count == 1 ? "1 value that looks like a secret is in the recording." : $"{Quantity.Count(found.Count)} values that look like secrets are in the recording.",
            "Mount secrets as files and read them from there; before the recording leaves the house, 'jfr scrub' of a JDK removes these events.",
            found.Take(5),
            "https://kubernetes.io/docs/concepts/security/secrets-good-practices/");
    }

    private static IEnumerable<string> Named(EventTable pairs, string what) =>
        pairs.Entries.Where(pair => pair.Text("value").Length > 0 && (Secrets.IsName(pair.Text("key")) || Secrets.IsIn(pair.Text("value")))).Select(pair => $"{what} {pair.Text("key")}");
}
