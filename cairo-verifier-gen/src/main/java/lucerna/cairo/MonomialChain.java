package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Monomials in the challenges, each the product of two that come before it.
 *
 * <p>Number 0 is 1, then come the challenges, then the products.
 */
final class MonomialChain {
  /** A product of two earlier monomials. */
  record Step(int left, int right) {}

  private static final int LOW = 63;

  private final int challenges;
  private final Map<List<Integer>, Integer> numbers = new HashMap<>();
  private final List<TreeMap<Integer, Integer>> powers = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** Starts with so many challenges. */
  MonomialChain(int challenges) {
    this.challenges = challenges;
    for (int c = 0; c < challenges; c++) {
      powers.add(new TreeMap<>(Map.of(1, c + 1)));
    }
  }

  /** Returns the products in order. */
  List<Step> steps() {
    return steps;
  }

  /** Returns the number of a monomial; it is there from now on. */
  int number(List<Integer> exponents) {
    Integer known = numbers.get(exponents);
    if (known != null) {
      return known;
    }
    int number = 0;
    int[] left = new int[challenges];
    for (int c = 0; c < challenges; c++) {
      if (exponents.get(c) > 0) {
        int power = power(c, exponents.get(c));
        left[c] = exponents.get(c);
        number = number == 0 ? power : product(left, number, power);
      }
    }
    numbers.put(List.copyOf(exponents), number);
    return number;
  }

  private int product(int[] exponents, int left, int right) {
    List<Integer> key = Arrays.stream(exponents).boxed().toList();
    return numbers.computeIfAbsent(key, k -> add(left, right));
  }

  private int add(int left, int right) {
    steps.add(new Step(left, right));
    return challenges + steps.size();
  }

  /* One more than a power that is there, or its double; else in two parts. */
  private int power(int challenge, int exponent) {
    TreeMap<Integer, Integer> made = powers.get(challenge);
    Integer known = made.get(exponent);
    if (known != null) {
      return known;
    }
    int part;
    if (made.containsKey(exponent - 1)) {
      part = 1;
    } else if (exponent > LOW && (exponent & LOW) != 0) {
      part = exponent & LOW;
    } else {
      part = exponent / 2;
    }
    int left = power(challenge, exponent - part);
    int number = add(left, power(challenge, part));
    made.put(exponent, number);
    return number;
  }
}
