using System.Security.Cryptography;

namespace JvmDebug.Storage.Tests.Support;

internal static class Bytes
{
    /// <summary>The same bytes for the same length, in a stream that does not know its length.</summary>
    public static Stream Stream(int length, int failAfter = int.MaxValue) => new OneWay(Of(length), failAfter);

    public static byte[] Of(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(int length) => Convert.ToHexStringLower(SHA256.HashData(Of(length)));

    public static async Task<string> Sha256Async(Stream stream)
    {
        await using (stream)
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
        }
    }

    // As bytes come out of a pod: in pieces of odd sizes, once.
    private sealed class OneWay(byte[] bytes, int failAfter) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at >= failAfter)
            {
                throw new TimeoutException("the pod is gone");
            }

            var read = Math.Min(Math.Min(count, 65_521), bytes.Length - _at);
            bytes.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
