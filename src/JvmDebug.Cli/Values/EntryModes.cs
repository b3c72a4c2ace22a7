using System.CommandLine.Parsing;
using JvmDebug.Diagnostics;

namespace JvmDebug.Cli.Values;

/// <summary>Ways into a pod, as they are typed.</summary>
internal static class EntryModes
{
    public const string Names = "auto, ephemeral, exec or copy";

    public static EntryMode? TryParse(string text) => text switch
    {
        "auto" => EntryMode.Auto,
        "ephemeral" => EntryMode.Ephemeral,
        "exec" => EntryMode.Exec,
        "copy" => EntryMode.Copy,
        _ => null,
    };

    public static EntryMode? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text) is { } mode)
        {
            return mode;
        }

        result.AddError($"'{text}' is not a mode: {Names}.");
        return null;
    }
}
