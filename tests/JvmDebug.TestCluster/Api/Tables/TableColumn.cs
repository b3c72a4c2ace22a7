using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Api.Tables;

/// <summary>One column: its definition and how its cell is read from an object; priority 1 shows with <c>-o wide</c> only.</summary>
internal sealed record TableColumn(string Name, string Type, string Format, string Description, int Priority, Func<JsonObject, object> Cell)
{
    public static TableColumn Of(string name, Func<JsonObject, object> cell, int priority = 0) => new(name, "string", "", name, priority, cell);

    public JsonObject Definition() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = Description,
        ["priority"] = Priority,
    };
}
