//! Small texts in each habit.
