using System.Text.Json;

namespace JvmDebug.Cli.Html;

/// <summary>Numbers of which some are missing.</summary>
internal static class JsonSeries
{
    public static void Write(Utf8JsonWriter json, string name, IReadOnlyList<double?> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (value is { } number)
            {
                json.WriteNumberValue(Math.Round(number, 4));
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }
}
