using System.Numerics;
using System.Runtime.InteropServices;

namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>
/// A chain that goes from a start through steps to one of two ends, a conversion or none, and earns something on its
/// way. Finds for each step what of the conversions goes through it, exactly.
/// </summary>
/// <remarks>
/// Steps are taken out of the chain one after another until the start and one step are left (the censored chain); then
/// the answer stands there. It is done for all steps by halves: without the first half of the steps, then without the
/// second, each half the same way in turn; O(n³) in all, as one inverse. A step is taken out by the method of
/// Grassmann, Taksar and Heyman ("Regenerative Analysis and Steady State Distributions for Markov Chains", Operations
/// Research 33, 1985): what leaves it is the sum of what goes elsewhere, and not 1 less what stays. Nothing is ever
/// subtracted, so that small probabilities are as exact as large ones and nothing needs pivoting. How often a step
/// leads to itself is ignored: it changes nothing where the chain ends up.
/// Rows need not add up to 1: each may have a scale of its own, such as counts.
/// </remarks>
internal static class AbsorbingChain
{
    /// <summary>Columns behind those of the steps: conversion, null, what is earned in the step.</summary>
    public const int Ends = 3;

    // Rows that are taken out together: they fit a core's own cache at thousands of steps.
    private const int Block = 32;

    // Below this, to hand out work takes longer than the work.
    private const long WorthSharing = 1 << 20;

    /// <param name="rates">Rows of n + <see cref="Ends"/> numbers: n steps, then the start; at least 0. Every step leads to an end.</param>
    /// <param name="through">Of n steps: conversions that went through the step, and what they earned from there on; in the scale of the start's row.</param>
    /// <returns>All conversions, and all that is earned; in the same scale.</returns>
    /// <exception cref="ArithmeticException">A probability is too small for a number.</exception>
    public static (double Conversions, double Value) Solve(
        double[] rates,
        Span<(double Conversions, double Value)> through
    )
    {
        int n = through.Length;
        int width = n + Ends;
        if (n == 1)
        {
            (double hits, double end) = (rates[width], rates[1] + rates[2]);
            if (!(end > 0))
            {
                throw TooSmall();
            }
            through[0] = (hits * (rates[1] / end), hits * (rates[3] / end));
            return (rates[width + 1] + through[0].Conversions, rates[width + 3] + through[0].Value);
        }
        int half = n / 2;
        // Twice the same, but for rounding.
        _ = Solve(Without(rates, n, half, n), through[..half]);
        return Solve(Without(rates, n, 0, half), through[half..]);
    }

    /// <summary>The chain without the steps from one up to, not with, another; the others in their order.</summary>
    private static double[] Without(double[] rates, int n, int from, int to)
    {
        int width = n + Ends;
        int count = to - from;
        double[] moved = new double[rates.Length];
        for (int row = 0; row <= n; row++)
        {
            // The start is no step: nothing leads to it, and it stays the last row.
            int place = row == n ? n : Place(row);
            ReadOnlySpan<double> source = rates.AsSpan(row * width, width);
            Span<double> target = moved.AsSpan(place * width, width);
            source[from..to].CopyTo(target);
            source[..from].CopyTo(target[count..]);
            source[to..].CopyTo(target[(count + from)..]);
        }
        TakeOut(moved, n, count);
        int left = n - count;
        double[] rest = new double[(left + 1) * (left + Ends)];
        for (int row = 0; row <= left; row++)
        {
            moved
                .AsSpan(((row + count) * width) + count, left + Ends)
                .CopyTo(rest.AsSpan(row * (left + Ends), left + Ends));
        }
        return rest;

        int Place(int step) =>
            step < from ? count + step
            : step < to ? step - from
            : step;
    }

    /// <summary>Takes out the first steps: what went to them goes where they lead. Their columns are left as they are.</summary>
    private static void TakeOut(double[] rates, int n, int count)
    {
        int width = n + Ends;
        double[] leaving = new double[count];
        for (int first = 0; first < count; first += Block)
        {
            (int begin, int end) = (first, Math.Min(first + Block, count));
            for (int step = begin; step < end; step++)
            {
                Bypass(step, begin, step);
                double sum = 0;
                // What is earned is no way to leave.
                foreach (double rate in rates.AsSpan((step * width) + step + 1, n - step - 1 + 2))
                {
                    sum += rate;
                }
                leaving[step] = sum > 0 ? sum : throw TooSmall();
            }
            // Each row by itself, so that who does which changes no figure.
            if ((long)(n + 1 - end) * (width - begin) * (end - begin) < WorthSharing)
            {
                for (int row = end; row <= n; row++)
                {
                    Bypass(row, begin, end);
                }
            }
            else
            {
                Parallel.For(end, n + 1, row => Bypass(row, begin, end));
            }
        }

        void Bypass(int row, int begin, int end)
        {
            Span<double> to = rates.AsSpan(row * width, width);
            for (int step = begin; step < end; step++)
            {
                double share = to[step] / leaving[step];
                if (share > 0)
                {
                    AddScaled(to[(step + 1)..], rates.AsSpan((step * width) + step + 1, width - step - 1), share);
                }
            }
        }
    }

    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        Span<Vector<double>> wideTo = MemoryMarshal.Cast<double, Vector<double>>(to);
        ReadOnlySpan<Vector<double>> wideFrom = MemoryMarshal.Cast<double, Vector<double>>(from)[..wideTo.Length];
        for (int at = 0; at < wideTo.Length; at++)
        {
            wideTo[at] += wideFrom[at] * factor;
        }
        for (int at = wideTo.Length * Vector<double>.Count; at < to.Length; at++)
        {
            to[at] += from[at] * factor;
        }
    }

    private static ArithmeticException TooSmall() =>
        new("a way through the paths is so rare that no number can hold its probability");
}
