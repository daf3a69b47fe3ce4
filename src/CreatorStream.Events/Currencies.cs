using System.Collections.Frozen;
using System.Text;

namespace CreatorStream.Events;

/// <summary>The active codes of ISO 4217 (and BTC-like tokens not: they have no daily reference rate).</summary>
public static class Currencies
{
    private const string Codes =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
        + "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
        + "HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL "
        + "LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR "
        + "PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
        + "TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

    private static readonly FrozenSet<int> Known = Codes
        .Split(' ')
        .Select(code => Pack(Encoding.ASCII.GetBytes(code)))
        .ToFrozenSet();

    public static bool IsKnown(ReadOnlySpan<byte> code) => code.Length == 3 && Known.Contains(Pack(code));

    public static bool IsKnown(string code) => IsKnown(Encoding.UTF8.GetBytes(code));

    private static int Pack(ReadOnlySpan<byte> code) => (code[0] << 16) | (code[1] << 8) | code[2];
}
