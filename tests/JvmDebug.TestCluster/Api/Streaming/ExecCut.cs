namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>Follows the output of one exec and says where an ordered fault breaks it.</summary>
internal sealed class ExecCut(Faults faults)
{
    private long _sent;

    /// <summary>How much of a piece may still be sent; less than asked means that the connection breaks after it.</summary>
    public int Pass(int length)
    {
        var allowed = (int)Math.Min(length, faults.BytesUntilExecCut(_sent) ?? length);
        _sent += allowed;
        if (allowed < length)
        {
            faults.ExecWasCut();
        }

        return allowed;
    }
}
