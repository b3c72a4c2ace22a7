using JvmDebug.Diagnostics.Histograms;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Histograms;

public sealed class HistogramTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_grew_most_comes_first_and_what_did_not_change_is_left_out()
    {
        var before = Of(("shop.Cart", 10, 400), ("shop.Gone", 5, 80), ("[B", 7, 700));
        var after = Of(("[B", 7, 700), ("shop.Cart", 12, 480), ("shop.New", 100, 1600));

        Assert.Equal(
            [("shop.New", 100, 1600), ("shop.Cart", 2, 80), ("shop.Gone", -5, -80)],
            HistogramGrowth.Between(before, after).Select(growth => (growth.Name, growth.MoreInstances, growth.MoreBytes)));
    }

    [Theory]
    [InlineData("shop.Cart$$Lambda$14/0x0000000800c03000", "shop.Cart$$Lambda$15/0x0000000800c04000")]
    [InlineData("shop.Cart$$Lambda/0x00007f1c4c001000", "shop.Cart$$Lambda/0x00007f1c4c002000")]
    [InlineData("shop.Cart$$Lambda$14/1234567", "shop.Cart$$Lambda$15/7654321")]
    public void Hidden_classes_are_the_same_whatever_their_address(string before, string after) =>
        Assert.Empty(HistogramGrowth.Between(Of((before, 1, 16)), Of((after, 1, 16))));

    [Theory(Timeout = 15000)]
    [InlineData(" num     #instances         #bytes  class name\n----\n   1:          10            400  shop.Cart\nTotal 10 400\n")]
    [InlineData("""{"schemaVersion":1,"samples":[{"time":"2026-01-01T00:00:00Z","classes":[]},{"time":"2026-01-01T00:00:10Z","instances":10,"bytes":400,"classes":[{"class":"shop.Cart","module":null,"instances":10,"bytes":400}]}]}""")]
    public async Task A_saved_histogram_is_read_as_text_and_as_json(string content)
    {
        await File.WriteAllTextAsync(_path, content, Token);

        var sample = await HistogramFile.ReadAsync(_path, Token);

        Assert.Equal([new ClassCount("shop.Cart", null, 10, 400)], sample.Histogram.Classes);
    }

    [Theory(Timeout = 15000)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"samples\":[]}")]
    [InlineData("{\"samples\":[{\"time\":5}]}")]
    [InlineData("{\"histograms\":[]}")]
    [InlineData("no such thing")]
    public async Task A_file_without_a_histogram_is_refused(string content)
    {
        await File.WriteAllTextAsync(_path, content, Token);

        var failure = await Assert.ThrowsAsync<JvmException>(() => HistogramFile.ReadAsync(_path, Token));

        Assert.Equal(JvmFailure.LocalFile, failure.Reason);
        Assert.Contains("no histogram in", failure.Message, StringComparison.Ordinal);
    }

    private static ClassHistogram Of(params (string Name, long Instances, long Bytes)[] rows) =>
        new([.. rows.Select(row => new ClassCount(row.Name, null, row.Instances, row.Bytes))]);
}
