using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace JvmDebug.Jfr.Findings;

/// <summary>
/// Passwords and the like among arguments, system properties and environment variables: by their names, by the form of well-known
/// tokens, and in addresses. When in doubt it is one: what is masked too much is missed by nobody.
/// </summary>
internal static partial class Secrets
{
    /// <summary>In place of a secret.</summary>
    private const string Mask = "...";

    private const string KeyInOneWord = "-----BEGIN-----";

    // A shell gives it to every process.
    private const string WorkingDirectory = "PWD";

    private static readonly SearchValues<char> EndsOfValue = SearchValues.Create("&;,\"'})");

    public static bool IsName(string name) => name != WorkingDirectory && Name().IsMatch(Bare(name)) && !Harmless().IsMatch(name);

    /// <summary>A value that has one in it, whatever its name.</summary>
    public static bool IsIn(string value) => Of(value).Any();

    /// <summary>
    /// A command line without its secrets. Flight Recorder joins arguments by spaces, so that an argument with spaces in it looks like
    /// several: what follows a secret goes with it up to the next word that begins with a dash.
    /// </summary>
    public static string WithoutSecrets(string arguments) =>
        string.Join(' ', Words(arguments).Where(word => word.Shown.Length > 0).Select(word => word.Shown));

    /// <summary>Names of the arguments that are secrets or have some in them.</summary>
    public static IEnumerable<string> Of(string arguments) => Words(arguments).Where(word => word.Owner.Length > 0).Select(word => word.Owner);

    /// <returns>Each word as it may be shown, empty if not at all; with the name of its argument if that is a secret.</returns>
    private static IEnumerable<(string Shown, string Owner)> Words(string arguments)
    {
        // The option whose value comes next, and whether something of it was shown as a mask already.
        var (option, isMasked) = ("", false);
        foreach (var word in PrivateKey().Replace(arguments, KeyInOneWord).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (option.Length > 0 && word[0] != '-')
            {
                yield return isMasked ? ("", "") : (Mask, option);
                isMasked = true;
                continue;
            }

            if (!word.Contains('=', StringComparison.Ordinal) && word[0] == '-' && IsName(word))
            {
                (option, isMasked) = (word, false);
                yield return (word, "");
                continue;
            }

            var shown = Masked(word, out var isOpen);
            // A word without a name is its own, and may be the secret.
            var name = shown.Split('=', 2)[0].TrimEnd(':');
            (option, isMasked) = (isOpen ? name : "", shown != word);
            yield return (shown, shown == word ? "" : name);
        }
    }

    /// <param name="isOpen">A secret ends with the word, or begins behind it: it may be in the next one.</param>
    private static string Masked(string word, out bool isOpen)
    {
        isOpen = false;
        var masked = new StringBuilder();
        var (from, isWhole) = (0, true);
        for (var pair = Pair().Match(word); pair.Success; pair = Pair().Match(word, pair.Index + pair.Length))
        {
            var value = pair.Index + pair.Length;
            if (value < from || value == word.Length || !IsName(pair.Groups["name"].Value))
            {
                // A header: what it is worth comes behind a blank. Of "password=" nothing is known to come.
                isOpen |= value == word.Length && word[^1] == ':' && IsName(pair.Groups["name"].Value);
                isWhole = false;
                continue;
            }

            // The argument itself has all that follows for its value; a pair in an address or in a list ends where the next begins.
            var end = isWhole && pair.Index == 0 ? word.Length : EndOfValue(word, value);
            masked.Append(word, from, value - from).Append(Mask);
            (from, isWhole, isOpen) = (end, false, end == word.Length);
        }

        masked.Append(word, from, word.Length - from);
        isOpen |= Scheme().IsMatch(word);
        return Login().Replace(Token().Replace(masked.ToString(), Mask), Mask);
    }

    private static int EndOfValue(string word, int start)
    {
        var end = word[start - 1] is '"' or '\'' ? word.IndexOf(word[start - 1], start) : word.AsSpan(start).IndexOfAny(EndsOfValue) is >= 0 and var length ? start + length : -1;
        return end < 0 ? word.Length : end;
    }

    private static string Bare(string name) => name.TrimStart('-') is var bare && name.StartsWith("-D", StringComparison.Ordinal) ? bare[1..] : bare;

    [GeneratedRegex(@"(?<![\w.-])(?<name>[\w.-]+)[""']?[=:][""']?")]
    private static partial Regex Pair();

    // user:password@host, with or without a scheme before it, and Oracle's user/password@; but not an image's app:tag@sha256:digest.
    [GeneratedRegex(@"(?<=(?:^|[=/,;""'])[^\s:/@=,;""']{0,256}:)[^\s/?#]{1,1024}(?=@(?!sha(?:256|512):))|(?<=jdbc:oracle:\w{1,16}:[^\s/@]{0,256}/)[^\s@]{1,1024}(?=@)")]
    private static partial Regex Login();

    [GeneratedRegex(@"(?:^|[=:""'])bearer$", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    // AWS, GitHub, GitLab, Slack, and a JSON Web Token, which is three parts of base64url of which two begin with {".
    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|gh[opsur]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}" +
        @"|xox[abeoprs]-[A-Za-z0-9-]{10,255}|eyJ[\w-]{5,4096}\.eyJ[\w-]{1,16384}\.[\w-]{0,4096}|" + KeyInOneWord + ")")]
    private static partial Regex Token();

    // With its blanks and line ends, up to where it ends or the recording cut it off. Certificates are public.
    [GeneratedRegex("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}-----|$)", RegexOptions.Singleline)]
    private static partial Regex PrivateKey();

    [GeneratedRegex("(?i:" +
        @"passw(?:or)?d|passphrase|secret|credential|(?:api|access|private|signing|encryption|master|account|shared)[-_.]?key|(?:auth|access|refresh|bearer|id|session)[-_.]?token" +
        @"|(?:^|[-_.])(?:pwd|pw|pass|token|pat|jwt|sig|bearer|authorization)$)|[a-z0-9](?:Pwd|Pw|Pass|Token|Jwt)$")]
    private static partial Regex Name();

    // What points at a secret is not one: files, flags, stores.
    [GeneratedRegex("(?:file|path|dir|location|url|provider|enabled|name|type|length|policy)$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();
}
