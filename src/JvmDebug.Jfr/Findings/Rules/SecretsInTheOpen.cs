using System.Text.RegularExpressions;
using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// Passwords among arguments, system properties and environment variables: they are in every recording, in 'ps' and in crash files. Names
/// are told, values never.
/// </summary>
internal sealed partial class SecretsInTheOpen() : Rule("secrets-in-the-open", "Secrets can be read in this recording")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var arguments = facts.Jvm.Entries
            .SelectMany(jvm => $"{jvm.Text(2)} {jvm.Text(3)}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(argument => argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && equals < argument.Length - 1)
            .Select(argument => argument[..argument.IndexOf('=', StringComparison.Ordinal)])
            .Where(IsSecret)
            .Select(name => $"argument {name}");
        var found = arguments
            .Concat(Named(facts.SystemProperties, "system property"))
            .Concat(Named(facts.EnvironmentVariables, "environment variable"))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return found.Count == 0 ? null : Found(
            50,
            $"{Quantity.Plural(found.Count, "value")} with the name of a secret {(found.Count == 1 ? "is" : "are")} in the recording.",
            "Mount secrets as files and read them from there; before the recording leaves the house, 'jfr scrub' of a JDK removes these events.",
            found.Take(5),
            "https://kubernetes.io/docs/concepts/security/secrets-good-practices/");
    }

    internal static bool IsSecret(string name) => Secret().IsMatch(name) && !Harmless().IsMatch(name);

    private static IEnumerable<string> Named(EventTable pairs, string what) =>
        pairs.Entries.Where(pair => pair.Text(1).Length > 0 && IsSecret(pair.Text(0))).Select(pair => $"{what} {pair.Text(0)}");

    [GeneratedRegex(@"passw(?:or)?d|passphrase|secret|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|auth[-_.]?token|(?:^|[-_.])(?:pwd|token)$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    // What points at a secret is not one: files, flags, stores.
    [GeneratedRegex(@"(?:file|path|dir|location|url|provider|enabled|name|type|length|policy)$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();
}
