using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Reports;

public class IoReportTests
{
    [Fact]
    public void Temporary_files_without_end_are_added_up_and_none_is_lost()
    {
        const int Files = IoReport.MostTargets + 500;
        var builder = new RecordingBuilder();
        for (var i = 0; i < Files; i++)
        {
            builder.Add("jdk.FileWrite", 1, 0.03, ("path", $"/tmp/{i}"), ("bytesWritten", 10L));
        }

        using var recording = TestRecording.Of(builder.Build());
        var report = new IoReport();
        EventReader.Read(recording.Path, [report], cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(report.Sums.Count, IoReport.MostTargets, IoReport.MostTargets + 5);
        Assert.Equal((Files, 10L * Files), (report.Sums.Sum(sum => sum.Count), report.Sums.Sum(sum => sum.Bytes)));
        Assert.Equal("(others)", report.Sums[0].Target);
    }
}
