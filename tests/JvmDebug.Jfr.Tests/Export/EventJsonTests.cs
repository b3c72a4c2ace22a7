using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Export;

/// <summary>One event with a field of every kind, as <c>jfr events</c> and <c>jfr view</c> write it.</summary>
public sealed class EventJsonTests : IDisposable
{
    private readonly TestRecording _recording = TestRecording.Of(AllKinds.Chunk());

    public void Dispose() => _recording.Dispose();

    [Fact]
    public void A_character_is_a_letter_and_not_its_number()
    {
        var e = RecordingFile.ReadAllEvents(_recording.Path)[0];

        Assert.Equal("中", Json(e)["letter"]!.GetValue<string>());
        Assert.Equal("中", Text(e, "letter"));
    }

    [Fact]
    public void A_view_shows_a_character_as_a_letter()
    {
        var table = Assert.Single(ViewReader.Read([_recording.Path], ViewDefinition.Named("demo.AllKinds"), cancellationToken: TestContext.Current.CancellationToken).Tables);
        var column = table.Columns.ToList().FindIndex(column => column.Field == "letter");

        Assert.Equal(("中", false), (table.Text(0, column), table.Columns[column].IsNumber));
    }

    [Theory]
    [InlineData("letter = 中", true)]
    [InlineData("letter != 中", false)]
    [InlineData("letter = x", false)]
    public void A_condition_compares_a_character_with_a_letter(string condition, bool expected) =>
        Assert.Equal(expected, EventCondition.Parse(condition).IsMetBy(RecordingFile.ReadAllEvents(_recording.Path)[0]));

    [Fact]
    public void A_cell_of_a_table_is_what_the_JSON_has_with_texts_bare()
    {
        var e = RecordingFile.ReadAllEvents(_recording.Path)[0];
        var json = Json(e);

        foreach (var field in e.Fields)
        {
            var value = json[field.Name];
            Assert.Equal(
                value switch { null => "", JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(), _ => value.ToJsonString(JsonOptions) },
                Text(e, field.Name));
        }
    }

    [Fact]
    public void Nested_text_keeps_its_letters()
    {
        var chunk = new TestChunk()
            .Type(
                new TestType(30, "demo.Inner", [new("text", TestChunk.TextType)]),
                TestType.Event(200, "demo.Outer", TestField.StartTime, new("inner", 30), new("single", TestChunk.FloatType)))
            .Event(200, e => e.Long(1_000).Text("Käse <&>").Float(0.1f));
        using var recording = TestRecording.Of(chunk.Build());
        var e = RecordingFile.ReadAllEvents(recording.Path)[0];

        Assert.Equal("{\"text\":\"Käse <&>\"}", Text(e, "inner"));
        Assert.Equal("0.1", Text(e, "single"));
        Assert.Equal("0.1", Json(e)["single"]!.ToJsonString());
    }

    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(RecordedEvent e, string field) => EventJson.Text(e, e.Fields.ToList().FindIndex(one => one.Name == field));

    private static JsonNode Json(RecordedEvent e)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            EventJson.Write(writer, e);
        }

        return JsonNode.Parse(Encoding.UTF8.GetString(bytes.ToArray()))!;
    }
}
