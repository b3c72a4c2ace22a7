using System.Globalization;
using System.Text;

namespace JvmDebug.Cli.Output;

/// <summary>
/// Text out of a pod must not steer the terminal: control characters (escape sequences, carriage returns) and characters
/// that reorder or hide text are shown as code points. Tabs stay.
/// </summary>
internal static class TerminalText
{
    /// <summary>Keeps line ends: for text of several lines.</summary>
    public static string Clean(string text) => Clean(text, keepLineEnds: true);

    /// <summary>Line ends are made visible as well: for text that must stay in its place.</summary>
    public static string Line(string text) => Clean(text, keepLineEnds: false);

    private static string Clean(string text, bool keepLineEnds)
    {
        if (text.All(c => IsHarmless(c, keepLineEnds)))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsHarmless(c, keepLineEnds))
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

    // Format characters (Cf) are the bidirectional overrides, zero-width and other invisible ones.
    private static bool IsHarmless(char c, bool keepLineEnds) => c switch
    {
        '\t' => true,
        '\n' => keepLineEnds,
        '\u2028' or '\u2029' => false,
        _ => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format,
    };
}
