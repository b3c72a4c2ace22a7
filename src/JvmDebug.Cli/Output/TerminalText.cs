using System.Globalization;
using System.Text;

namespace JvmDebug.Cli.Output;

/// <summary>
/// Text out of a pod must not steer the terminal: control characters (escape sequences, carriage returns) and
/// bidirectional overrides are shown as code points. Line ends and tabs stay.
/// </summary>
internal static class TerminalText
{
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0000', '\u001f') && text.All(IsHarmless))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsHarmless(c))
            {
                clean.Append(c);
            }
            else
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return clean.ToString();
    }

    private static bool IsHarmless(char c) =>
        c is '\n' or '\t' || !char.IsControl(c) && c is not (>= '\u202a' and <= '\u202e') and not (>= '\u2066' and <= '\u2069');
}
