using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>Lines of results for people: nothing of a pod's or a file's reaches the terminal but through <see cref="TerminalText"/>.</summary>
internal static class ConsoleRows
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>A name and what it is, under a heading.</summary>
    public static void Row(this IAnsiConsole console, string name, string value, Style? style = null)
    {
        console.Write(new Text($"  {name,-7} ", Dim));
        console.Line(value, style);
    }

    public static void Line(this IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Text(TerminalText.Line(text), style));
        console.WriteLine();
    }
}
