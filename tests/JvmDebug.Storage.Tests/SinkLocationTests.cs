using Xunit;

namespace JvmDebug.Storage.Tests;

public sealed class SinkLocationTests
{
    [Theory]
    [InlineData("file:///data/jfr", SinkKind.File, "", "/data/jfr", "")]
    [InlineData("s3://bucket", SinkKind.S3, "", "bucket", "")]
    [InlineData("s3://bucket/a/b/", SinkKind.S3, "", "bucket", "a/b/")]
    [InlineData("azblob://account/container/p?endpoint=http://127.0.0.1:1/account", SinkKind.AzureBlob, "account", "container", "p/")]
    public void An_address_says_where(string text, SinkKind kind, string account, string root, string prefix)
    {
        var location = SinkLocation.TryParse(text, out var error);

        Assert.Null(error);
        Assert.Equal((kind, account, root, prefix), (location!.Kind, location.Account, location.Root, location.Prefix));
    }

    [Theory]
    [InlineData("data/jfr", "is not a sink")]
    [InlineData("gs://bucket", "is not a sink")]
    [InlineData("file://data", "three slashes")]
    [InlineData("file:///data/../etc", "'..'")]
    [InlineData("s3://", "is incomplete")]
    [InlineData("s3://key:secret@bucket", "no credentials")]
    [InlineData("azblob://account", "is incomplete")]
    [InlineData("s3://b?reigon=x", "'reigon' is not an option")]
    [InlineData("s3://b?endpoint=minio:9000", "not an http or https URL")]
    [InlineData("s3://b?sse=yes", "neither AES256 nor aws:kms")]
    [InlineData("s3://b?region=", "has no value")]
    [InlineData("file:///d?region=x", "which has none")]
    public void What_is_no_address_is_refused_with_its_reason(string text, string reason)
    {
        Assert.Null(SinkLocation.TryParse(text, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://bucket/a/b.jfr", "s3://bucket/a/", "b.jfr")]
    [InlineData("s3://bucket/b.jfr?region=x", "s3://bucket/?region=x", "b.jfr")]
    [InlineData("file:///b.jfr", "file:///", "b.jfr")]
    [InlineData("s3://bucket/a/", null, "")]
    [InlineData("s3://bucket", null, "bucket")]
    [InlineData("a/b.jfr", null, "b.jfr")]
    public void The_address_of_an_object_is_its_sink_and_its_name(string text, string? sink, string name)
    {
        Assert.Equal(sink, SinkLocation.TryParseObject(text, out var found)?.Text);
        Assert.Equal(name, found);
    }

    [Fact]
    public void Tags_are_options_with_a_prefix()
    {
        var location = SinkLocation.TryParse("s3://b?tag.team=shop&tag.keep=a%20week&region=x", out _);

        Assert.Equal([new("team", "shop"), new("keep", "a week")], location!.Tags);
    }

    [Fact]
    public void Half_a_key_and_an_unknown_region_are_told_before_anything_is_contacted()
    {
        var location = SinkLocation.TryParse("s3://b", out _)!;

        var half = Assert.Throws<StorageException>(() => Sinks.Open(location, new SinkSecrets(name => name == "AWS_ACCESS_KEY_ID" ? "a" : null)));
        var nowhere = Assert.Throws<StorageException>(() => Sinks.Open(location, new SinkSecrets(_ => null)));

        Assert.Equal((StorageFailure.Configuration, StorageFailure.Configuration), (half.Reason, nowhere.Reason));
        Assert.Contains("go together", half.Message, StringComparison.Ordinal);
        Assert.Contains("region", nowhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_s_file_comes_before_the_environment()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "AWS_SECRET_ACCESS_KEY"), "from the file\n");
        var secrets = new SinkSecrets(name => name == SinkSecrets.DirectoryVariable ? folder.Path : "from " + name);

        Assert.Equal("from the file", secrets.Find("AWS_SECRET_ACCESS_KEY"));
        Assert.Equal("from AWS_ACCESS_KEY_ID", secrets.Find("AWS_ACCESS_KEY_ID"));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("jvmdebug-secrets-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
