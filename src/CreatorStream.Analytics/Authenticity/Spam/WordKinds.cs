namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>What a word of a comment can stand for in the rules of spam; a word may be of several kinds.</summary>
[Flags]
internal enum WordKinds : ulong
{
    None = 0,
    Check = 1UL << 0,
    CheckOut = 1UL << 1,
    Own = 1UL << 2,
    Me = 1UL << 3,
    Place = 1UL << 4,
    Work = 1UL << 5,
    Favourite = 1UL << 6,
    Please = 1UL << 7,
    Audience = 1UL << 8,
    Greeting = 1UL << 9,
    Self = 1UL << 10,
    Make = 1UL << 11,
    Role = 1UL << 12,
    Money = 1UL << 13,
    SignUp = 1UL << 14,
    Vote = 1UL << 15,
    Subscribe = 1UL << 16,
    Subscribers = 1UL << 17,
    Network = 1UL << 18,
    Out = 1UL << 19,
    Look = 1UL << 20,
    At = 1UL << 21,
    Go = 1UL << 22,
    This = 1UL << 23,
    Post = 1UL << 24,
    Like = 1UL << 25,
    Share = 1UL << 26,
    Give = 1UL << 27,
    A = 1UL << 28,
    Follow = 1UL << 29,
    On = 1UL << 30,
    For = 1UL << 31,
    Thumb = 1UL << 32,
    Up = 1UL << 33,
    Sign = 1UL << 34,
    Tell = 1UL << 35,
    Know = 1UL << 36,
    Hit = 1UL << 37,
    Are = 1UL << 38,

    /// <summary>Says what somebody wants to do, where «to» follows.</summary>
    Wish = 1UL << 39,
    Help = 1UL << 40,
    Am = 1UL << 41,
    Perform = 1UL << 42,
    Take = 1UL << 43,
    Talk = 1UL << 44,
    Raffle = 1UL << 45,
    Sub = 1UL << 46,

    /// <summary>Others than the speaker.</summary>
    You = 1UL << 47,

    /// <summary>May stand between who speaks and what they do: «will definitely» of «I will definitely check it out».</summary>
    Helper = 1UL << 48,

    /// <summary>Of these, that tell so without «I»: «will check it out».</summary>
    Intent = 1UL << 49,
    To = 1UL << 50,

    /// <summary>A name with @ that the comment begins with.</summary>
    Called = 1UL << 51,

    /// <summary>What shops and raffles give.</summary>
    Offer = 1UL << 52,

    /// <summary>Nobody else can visit it: «my order», «my dreams».</summary>
    Private = 1UL << 53,

    /// <summary>Everybody has or visits one: «my store», «my account»; as <see cref="Place"/> only where readers are invited.</summary>
    Shop = 1UL << 54,

    /// <summary>Things that help.</summary>
    It = 1UL << 55,

    /// <summary>Before «out» it is another verb's, before «my» another clause's: «check when it comes out», «check if my size is there».</summary>
    NotOut = 1UL << 56,

    /// <summary>«like» after it compares.</summary>
    Compare = 1UL << 57,

    /// <summary>After «share» it is what one asks for; before «checkout» that is a place.</summary>
    Asked = 1UL << 58,

    /// <summary>What one may want help with.</summary>
    Solve = 1UL << 59,
    Add = 1UL << 60,

    /// <summary>For which opinions are asked.</summary>
    Think = 1UL << 61,
    Messenger = 1UL << 62,
    Back = 1UL << 63,
}
