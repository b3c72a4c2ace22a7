using System.Text.RegularExpressions;

namespace JvmDebug.Jfr;

/// <summary>Makes names of generated classes equal across runs, else every lambda is a method of its own.</summary>
internal static partial class ClassNames
{
    /// <summary><c>demo/Shop$$Lambda$88+0x7f09/17</c> (JDK 17) and <c>demo/Shop$$Lambda+0x7f09/17</c> (21) become <c>demo.Shop$$Lambda</c>.</summary>
    public static string Normalize(string internalName) =>
        Generated().Replace(internalName, "$1").Replace('/', '.');

    [GeneratedRegex(@"(\$\$(?:Lambda|StringConcat)|\$\$(?:EnhancerBySpringCGLIB|FastClassBySpringCGLIB)\$\$|GeneratedMethodAccessor|GeneratedConstructorAccessor|LambdaForm\$(?:MH|DMH|BMH))(?:\$?[0-9a-f]+)?(?:[+/.]0x[0-9a-f]+)?(?:/\d+)?$")]
    private static partial Regex Generated();
}
