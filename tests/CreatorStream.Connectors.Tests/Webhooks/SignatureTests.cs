using System.Text;
using CreatorStream.Connectors.Webhooks;
using Microsoft.AspNetCore.Http;

namespace CreatorStream.Connectors.Tests.Webhooks;

/// <summary>The examples that those who made the forms published.</summary>
public sealed class SignatureTests
{
    [Fact]
    public void The_example_of_Standard_Webhooks_is_good()
    {
        var signature = new StandardSignature([Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]);
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };
        var now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        Assert.Null(signature.Fault(headers, """{"test": 2432232314}"""u8, now));
        Assert.NotNull(signature.Fault(headers, """{"test": 2432232315}"""u8, now));
    }

    [Fact]
    public void The_example_of_GitHub_is_good()
    {
        byte[] secret = Encoding.UTF8.GetBytes("It's a Secret to Everybody");
        var signature = new BodySignature("X-Hub-Signature-256", isHex: true, "sha256=", [secret]);
        var headers = new HeaderDictionary
        {
            ["x-hub-signature-256"] = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        };
        Assert.Null(signature.Fault(headers, "Hello, World!"u8, default));
        Assert.NotNull(signature.Fault(headers, "Hello, World"u8, default));
    }
}
