"""`python -m collectstatic`."""

from collectstatic.launcher import collectstatic

if __name__ == "__main__":
    collectstatic()
