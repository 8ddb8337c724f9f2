"""Share your views: readers' comments, with their own models, desk, forms and pages.

Comments know stories; stories do not know comments.
"""
