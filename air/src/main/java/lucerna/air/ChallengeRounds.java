package lucerna.air;

import java.util.ArrayList;
import java.util.List;

/** The challenges as they are declared, and the order in which they are drawn. */
final class ChallengeRounds {
  /** When a challenge is drawn. */
  enum Round {
    /** After the witness. */
    FIRST,

    /** After the factors. */
    LATE,

    /** After the factors if the program has any, else after the witness. */
    LAST
  }

  private record Declared(String name, Round round) {}

  /**
   * The order of drawing.
   *
   * @param names the challenges, those of the first round before the others
   * @param first how many belong to the first round
   * @param places for each challenge in order of declaration its index among the names
   */
  @SuppressWarnings("ArrayRecordComponent") // the array is read, never compared
  record Order(List<String> names, int first, int[] places) {}

  private final List<Declared> declared = new ArrayList<>();

  /** Returns the challenge's number in order of declaration. */
  int add(String name, Round round) {
    declared.add(new Declared(name, round));
    return declared.size() - 1;
  }

  Order order(boolean factors) {
    boolean late = declared.stream().anyMatch(challenge -> challenge.round == Round.LATE);
    if (late && !factors) {
      throw new IllegalArgumentException("a late challenge, but no factor column to draw it after");
    }
    if (factors && !late) {
      throw new IllegalArgumentException("factor columns, but no late challenge to check them by");
    }
    List<String> names = new ArrayList<>();
    int[] places = new int[declared.size()];
    place(names, places, factors, false);
    int first = names.size();
    place(names, places, factors, true);
    return new Order(names, first, places);
  }

  private void place(List<String> names, int[] places, boolean factors, boolean late) {
    for (int i = 0; i < places.length; i++) {
      if (isLate(declared.get(i).round, factors) == late) {
        places[i] = names.size();
        names.add(declared.get(i).name);
      }
    }
  }

  private static boolean isLate(Round round, boolean factors) {
    return switch (round) {
      case FIRST -> false;
      case LATE -> true;
      case LAST -> factors;
    };
  }
}
