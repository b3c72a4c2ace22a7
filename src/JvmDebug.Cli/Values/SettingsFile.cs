using System.Xml;

namespace JvmDebug.Cli.Values;

/// <summary>A <c>.jfc</c> file: XML with the root element <c>configuration</c>.</summary>
internal static class SettingsFile
{
    /// <summary>Why the file is no settings file; null if it is one. All of it is read: JFR would refuse it in the pod otherwise.</summary>
    public static string? WhyNot(string path)
    {
        try
        {
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            reader.MoveToContent();
            if (reader.Name != "configuration")
            {
                return "not a .jfc file (its root element is not 'configuration').";
            }

            while (reader.Read())
            {
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"neither default nor profile, and no file that can be read ({e.Message.TrimEnd('.')}).";
        }
        catch (XmlException e)
        {
            return $"not a .jfc file ({e.Message.TrimEnd('.')}).";
        }
    }
}
